"""The pure core: values and functions over them. No clock, no files, no framework, no Chinese prose."""
