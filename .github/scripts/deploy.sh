#!/usr/bin/env bash
# Sends a version to the machine that runs it, and has it switch over; see --help.
set -euo pipefail

# What docker compose needs there, beside the images.
readonly PATHS=(docker-compose.yml proxy observability runbooks src/main/docker/db)

usage() {
  cat <<'END_OF_HELP'
Usage: .github/scripts/deploy.sh IMAGE

Sends the compose file, what it mounts and .env to a machine by SSH, and runs switch.sh there: it
pulls the image, starts it, and goes back to the former version when the new one is not well. Run it
in a checkout of the version that the image was built from. IMAGE has a digest:
ghcr.io/shortener/shortener@sha256:...

From the environment:
  DEPLOY_HOST         the machine
  DEPLOY_USER         who logs in there; may use docker
  DEPLOY_PATH         the directory there, absolute
  DEPLOY_SSH_KEY      the private key
  DEPLOY_KNOWN_HOSTS  the machine's host keys, as lines of known_hosts; no other key is believed
  DEPLOY_ENV          the content of .env, see .env.example; SHORTENER_IMAGE is added
  DEPLOY_PORT         (22)
  DEPLOY_HEALTH_URL   what the machine asks whether it is well (http://127.0.0.1:HTTP_PORT/health)

Exits 0 when the new version runs, 1 when the former one runs again, 2 when nothing was changed, 3
when neither runs.
END_OF_HELP
}

fail() {
  echo "deploy: $*" >&2
  exit 2
}

if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  usage
  exit 0
fi
(($# == 1)) || fail "name the image, and nothing else; see --help."
image=$1
[[ $image =~ ^[a-z0-9./:_-]+@sha256:[0-9a-f]{64}$ ]] ||
  fail "'$image' is not an image with its digest, such as ghcr.io/shortener/shortener@sha256:..."
for name in DEPLOY_HOST DEPLOY_USER DEPLOY_PATH DEPLOY_SSH_KEY DEPLOY_KNOWN_HOSTS DEPLOY_ENV; do
  [[ -n ${!name:-} ]] || fail "$name is not set; see --help, and set it in the environment 'production'."
done
port=${DEPLOY_PORT:-22}
health_url=${DEPLOY_HEALTH_URL:-}
# These stand in commands that a shell on the other side reads.
[[ $DEPLOY_HOST =~ ^[A-Za-z0-9][A-Za-z0-9.:-]*$ ]] || fail "DEPLOY_HOST is not the name or address of a machine."
[[ $DEPLOY_USER =~ ^[a-z_][a-z0-9_-]*$ ]] || fail "DEPLOY_USER is not the name of a user."
[[ $DEPLOY_PATH =~ ^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$ ]] || fail "DEPLOY_PATH is not an absolute path of letters, digits, '.', '_' and '-'."
[[ $port =~ ^[0-9]{1,5}$ ]] || fail "DEPLOY_PORT is not a port."
[[ $health_url =~ ^(https?://[A-Za-z0-9._:/-]+)?$ ]] || fail "DEPLOY_HEALTH_URL is not a plain http or https URL."

root=$(git rev-parse --show-toplevel)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
umask 077
printf '%s\n' "${DEPLOY_SSH_KEY//$'\r'/}" >"$scratch/key"
printf '%s\n' "${DEPLOY_KNOWN_HOSTS//$'\r'/}" >"$scratch/known_hosts"

mkdir "$scratch/bundle"
printf '%s\nSHORTENER_IMAGE=%s\n' "${DEPLOY_ENV//$'\r'/}" "$image" >"$scratch/bundle/.env"
(
  # Containers read these as users of their own.
  umask 022
  mkdir "$scratch/bundle/files"
  git -C "$root" archive HEAD -- "${PATHS[@]}" | tar -xf - -C "$scratch/bundle/files"
  git -C "$root" ls-tree -r --name-only HEAD -- "${PATHS[@]}" >"$scratch/bundle/list"
  git -C "$root" show HEAD:.github/scripts/switch.sh >"$scratch/bundle/switch.sh"
)

remote() {
  ssh -i "$scratch/key" -p "$port" -l "$DEPLOY_USER" \
    -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
    -o UserKnownHostsFile="$scratch/known_hosts" -o GlobalKnownHostsFile=/dev/null \
    -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=8 \
    -- "$DEPLOY_HOST" "$1"
}

incoming=$DEPLOY_PATH/.deploy/incoming
echo "Sending $(wc -l <"$scratch/bundle/list") files to $DEPLOY_HOST ..."
tar -cf - -C "$scratch/bundle" . |
  remote "umask 077 && rm -rf $incoming && mkdir -p $incoming && tar -xpf - -C $incoming" ||
  fail "the files could not be sent; nothing was changed there."

echo "Switching to $image ..."
status=0
remote "HEALTH_URL='$health_url' bash $incoming/switch.sh" </dev/null || status=$?
case $status in
  0) echo "$image runs." ;;
  1) echo "deploy: the former version runs again; see above what the new one lacked." >&2 ;;
  2) echo "deploy: nothing was changed; see above." >&2 ;;
  *)
    echo "deploy: look at $DEPLOY_HOST: $DEPLOY_PATH/.deploy/log says how it went (status $status)." >&2
    status=3
    ;;
esac
exit "$status"
