"""What the services that we call say of themselves, cut down to what a request is checked against."""
