"""The graph room: vocabulary, ids, errors, query files, engines and the build. It uses no other room."""
