fn average(values: &[i32]) -> Result<i32, &'static str> {
    let mut sum = 0_i32;
    for &value in values {
        sum = sum.checked_add(value).ok_or("the sum overflows")?;
    }
    sum.checked_div(values.len() as i32).ok_or("no values")
}
