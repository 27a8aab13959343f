"""The shop: products, orders, after-sale and policies behind one port, ShopClient."""
