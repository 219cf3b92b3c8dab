impl Request {
    fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

let request = Request::get("/books").header("Accept", "text/html");
