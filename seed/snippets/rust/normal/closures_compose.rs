fn compose<A, B, C>(
    first: impl Fn(A) -> B,
    second: impl Fn(B) -> C,
) -> impl Fn(A) -> C {
    move |input| second(first(input))
}

let shout = compose(str::trim, str::to_uppercase);
