import json
from http.server import BaseHTTPRequestHandler, HTTPServer

NOTES = {"1": "water the plants", "2": "buy tea"}


class Notes(BaseHTTPRequestHandler):
    def answer(self, status: int, body: object) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def do_GET(self) -> None:
        match self.path.strip("/").split("/"):
            case ["notes"]:
                self.answer(200, [{"id": k, "text": NOTES[k]} for k in NOTES])
            case ["notes", key] if key in NOTES:
                self.answer(200, {"id": key, "text": NOTES[key]})
            case [*parts]:
                self.answer(404, {"error": f"no {'/'.join(parts)!r}"})


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8080), Notes).serve_forever()
