# narragraph as an image: the command, its rooms and nothing else. docker-compose.yml builds it.
# The root file system may be read-only; only the review folder, mounted at /review, is written to, and only by builds.
FROM python:3.11.14-slim-bookworm AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY api ./api
COPY cli ./cli
COPY curation ./curation
COPY cypher ./cypher
COPY graph ./graph
COPY ingest ./ingest
COPY nlp ./nlp
COPY synthesis ./synthesis
# The constraints reach the build of our own wheel too; older and newer pip read different names.
RUN python -m venv /opt/narragraph \
    && PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
       /opt/narragraph/bin/python -m pip install .

FROM python:3.11.14-slim-bookworm
ENV PATH=/opt/narragraph/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
COPY --from=built /opt/narragraph /opt/narragraph
# A number, so that an orchestrator can see that it is not root; compose sets the owner of the review folder instead.
USER 10001:10001
WORKDIR /review
EXPOSE 8765
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8765/livez', timeout=4)"]
ENTRYPOINT ["narragraph"]
# Inside a container only all interfaces can be reached from outside, so this asks for tokens.
CMD ["serve", "/review", "--host", "0.0.0.0", "--port", "8765"]
