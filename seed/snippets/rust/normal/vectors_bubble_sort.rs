fn bubble_sort(values: &mut [i32]) {
    for end in (1..values.len()).rev() {
        for at in 0..end {
            if values[at] > values[at + 1] {
                values.swap(at, at + 1);
            }
        }
    }
}
