"""A form's data: field types, coercion, computed values."""
