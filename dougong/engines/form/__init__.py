"""A form: layout, linkage, pipelines, submission, views."""
