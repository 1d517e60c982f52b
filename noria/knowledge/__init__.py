"""Knowledge bases: how documents are cut into chunks, how searches are put together, and by whom."""
