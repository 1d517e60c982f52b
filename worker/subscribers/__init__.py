"""What comes of domain events: one module for each subscriber of the relay."""
