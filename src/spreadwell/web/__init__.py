"""Pages: views, presenters, forms and templates."""
