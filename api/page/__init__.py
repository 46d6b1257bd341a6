"""The page: server-rendered, one vendored script and a little of our own, nothing from elsewhere."""
