type Roads<'a> = HashMap<&'a str, Vec<(&'a str, u32)>>;

fn fastest<'a>(roads: &Roads<'a>, start: &'a str) -> BTreeMap<&'a str, u32> {
    let mut best = BTreeMap::new();
    let mut waiting = BinaryHeap::from([(Reverse(0), start)]);
    while let Some((Reverse(minutes), town)) = waiting.pop() {
        if best.contains_key(town) {
            continue;
        }
        best.insert(town, minutes);
        for &(next, length) in roads.get(town).into_iter().flatten() {
            if !best.contains_key(next) {
                waiting.push((Reverse(minutes + length), next));
            }
        }
    }
    best
}
