"""One module per command of `consumer-app`; the list of them is `consumer_app.cli.COMMANDS`."""
