func TestSlug(t *testing.T) {
    cases := map[string]struct{ title, want string }{
        "spaces":      {"Hello World", "hello-world"},
        "punctuation": {"Ready? Steady!", "ready-steady"},
        "empty":       {"", ""},
    }
    for name, tc := range cases {
        t.Run(name, func(t *testing.T) {
            t.Parallel()
            if got := slug(tc.title); got != tc.want {
                t.Errorf("slug(%q) = %q, want %q", tc.title, got, tc.want)
            }
        })
    }
}
