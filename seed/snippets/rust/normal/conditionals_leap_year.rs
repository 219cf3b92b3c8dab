fn days_in_february(year: u32) -> u32 {
    let fourth = year % 4 == 0;
    let century = year % 100 == 0;
    if fourth && (!century || year % 400 == 0) {
        29
    } else {
        28
    }
}
