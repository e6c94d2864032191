"""What runs behind the web server: thin tasks over exchange and domain."""
