trait Describe {
    fn describe(&self) -> String;
}

impl<T: Display> Describe for Vec<T> {
    fn describe(&self) -> String {
        format!("{} items", self.len())
    }
}
