fn longest_name(names: &[String]) -> Option<&String> {
    names.iter().max_by_key(|name| name.len())
}
