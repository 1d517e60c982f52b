"""Mail, chat, push and webhooks."""
