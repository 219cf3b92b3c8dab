impl History {
    fn back(&mut self) -> Option<&str> {
        if self.pages.len() > 1 {
            self.pages.pop();
        }
        self.pages.last().map(String::as_str)
    }
}
