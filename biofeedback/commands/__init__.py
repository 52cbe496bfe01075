"""The subcommands of ``biofeedback``, by what a person wants to do."""
