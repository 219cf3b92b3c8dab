import json
from urllib.request import Request, urlopen

order = {"product": "lamp", "count": 2}
request = Request("https://shop.example/orders", method="POST")
request.add_header("Content-Type", "application/json")
with urlopen(request, data=json.dumps(order).encode()) as response:
    print(response.status, json.load(response)["id"])
