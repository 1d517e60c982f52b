"""The copilot: proposes graphs and explains them. It does nothing itself. Pure."""
