fn build_order<'a>(
    needs: &BTreeMap<&'a str, Vec<&'a str>>,
) -> Result<Vec<&'a str>, String> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    for (&module, wanted) in needs {
        *open.entry(module).or_default() += wanted.len();
        for &one in wanted {
            open.entry(one).or_default();
            users.entry(one).or_default().push(module);
        }
    }
    let mut order = Vec::new();
    while let Some((&ready, _)) = open.iter().find(|(_, &count)| count == 0) {
        open.remove(ready);
        order.push(ready);
        for user in users.remove(ready).unwrap_or_default() {
            *open.get_mut(user).unwrap() -= 1;
        }
    }
    if open.is_empty() {
        Ok(order)
    } else {
        Err(format!("these need each other: {:?}", open.keys()))
    }
}
