"""Pages of observation: the round, people, queues, isolation sites."""
