"""Messages to brokers."""
