import sqlite3

shop = sqlite3.connect("shop.db")
rows = shop.execute("select name from products")
print("We sell", rows.fetchall())
