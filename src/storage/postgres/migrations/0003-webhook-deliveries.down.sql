-- Loses: events that webhooks have not been told of, and dead letters.
DROP TABLE schemagate.webhook_deliveries;
