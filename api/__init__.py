"""Door: HTTP, server-sent events, WebSocket; serves the web app."""
