fn quick_sort<T: PartialOrd>(items: &mut [T]) {
    let Some(last) = items.len().checked_sub(1) else {
        return;
    };
    let mut store = 0;
    for at in 0..last {
        if items[at] < items[last] {
            items.swap(at, store);
            store += 1;
        }
    }
    items.swap(store, last);
    let (left, right) = items.split_at_mut(store);
    quick_sort(left);
    quick_sort(&mut right[1..]);
}
