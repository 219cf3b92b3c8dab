fn missing(wanted: &HashSet<String>, known: &HashSet<String>) -> String {
    let mut skills: Vec<_> = wanted.difference(known).cloned().collect();
    skills.sort();
    match skills.as_slice() {
        [] => "nothing".to_string(),
        [one] => one.clone(),
        many => many.join(" and "),
    }
}
