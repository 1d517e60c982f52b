"""Message brokers, as `event` triggers take from them."""
