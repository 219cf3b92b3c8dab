var load = sync.OnceValue(func() Config {
    return readConfig("app.toml")
})
