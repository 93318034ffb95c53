"""Users, posts, permissions and scope: who may see and do what, where, and until when."""
