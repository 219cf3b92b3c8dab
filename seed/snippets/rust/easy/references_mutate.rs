fn double(numbers: &mut [i32]) {
    numbers.iter_mut().for_each(|n| *n *= 2);
}
