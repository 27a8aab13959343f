"""The demo shop in SQL (SQLite or PostgreSQL) behind the ShopClient port. Nothing here decides who may see what."""
