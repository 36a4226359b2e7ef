"""What stands between API Gateway and the use cases: routes, rights, decoding, problems."""
