fn street(user: &User) -> Option<&str> {
    let address = user.address.as_ref()?;
    let street = address.street.as_deref()?;
    (!street.is_empty()).then_some(street)
}

println!("{}", street(&user).unwrap_or("unknown"));
