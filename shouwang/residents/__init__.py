"""The resident's side: links without an account, declarations, requests for help, objections and their answers."""
