"""Knowledge bases: search them, add to them, answer from them."""
