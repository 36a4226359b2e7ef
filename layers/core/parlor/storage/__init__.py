"""DynamoDB: models, keys, and one store per aggregate. Stores are bound to a tenant."""
