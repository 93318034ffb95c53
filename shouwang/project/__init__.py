"""The only place that knows everybody: settings, urls, registries, the command line."""
