#!/usr/bin/env bash
# Runs on the machine: switches to the version in .deploy/incoming, and back when it is not well.
# deploy.sh sends and starts it. Exits 0 when the new version runs, 1 when the former one runs again,
# 2 when nothing was changed, 3 when neither runs.
set -Eeuo pipefail

# Containers read what is put here as users of their own.
umask 022

readonly PULL_SECONDS=${PULL_SECONDS:-600}
readonly START_SECONDS=${START_SECONDS:-300}
readonly HEALTH_SECONDS=${HEALTH_SECONDS:-60}

incoming=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
deploy=$(dirname "$incoming")
cd "$(dirname "$deploy")"
former=$deploy/former

say() {
  echo "switch: $*" >&2
}

# Prints the last value of a name in a file such as .env, or a default: FILE NAME DEFAULT
setting() {
  local value
  value=$(sed -n "s/^$2=//p" "$1" | tail -n 1)
  echo "${value:-$3}"
}

# Copies the files of a version, their list and .env: FROM-FILES FROM-LIST FROM-ENV TO
keep() {
  rm -rf "$4"
  mkdir -p "$4/files"
  local file
  while IFS= read -r file; do
    mkdir -p "$4/files/$(dirname "$file")"
    cp -p "$1/$file" "$4/files/$file"
  done <"$2"
  cp -p "$2" "$4/list"
  cp -p "$3" "$4/.env"
}

# Puts a version in place, and notes in `changed` which files are others now. Written into the files
# that are there, since containers hold these; whatever is not of a version (switches, certificates,
# secrets) stays. DIRECTORY
put() {
  local file
  changed=()
  if [[ -f $deploy/list ]]; then
    while IFS= read -r file; do
      if ! grep -qxF -- "$file" "$1/list"; then
        rm -f "$file"
        changed+=("$file")
      fi
    done <"$deploy/list"
  fi
  while IFS= read -r file; do
    if ! cmp -s "$1/files/$file" "$file"; then
      mkdir -p "$(dirname "$file")"
      cat "$1/files/$file" >"$file"
      changed+=("$file")
    fi
    chmod --reference="$1/files/$file" "$file"
  done <"$1/list"
  cp "$1/list" "$deploy/list"
  install -m 600 "$1/.env" .env.new
  mv .env.new .env
}

# Whether a file of a directory, or the file itself, was changed: PATH
has_changed() {
  local file
  for file in "${changed[@]}"; do
    [[ $file == "$1" || $file == "$1"/* ]] && return 0
  done
  return 1
}

# Starts what .env and the compose file say, and waits until all of it is healthy.
start() {
  timeout "$((START_SECONDS + 60))" \
    docker compose up -d --no-build --remove-orphans --wait --wait-timeout "$START_SECONDS" </dev/null
}

# Compose does not look into the files that it mounts: who reads them is told.
reload() {
  if has_changed proxy; then
    docker compose exec -T proxy nginx -t </dev/null || return
    docker compose exec -T proxy nginx -s reload </dev/null || return
  fi
  if has_changed observability/prometheus.yml || has_changed observability/rules; then
    docker compose kill --signal HUP prometheus || return
  fi
  if has_changed observability/alertmanager.yml; then
    docker compose kill --signal HUP alertmanager || return
  fi
  if has_changed observability/grafana; then
    docker compose restart grafana || return
  fi
}

# Asks for /health through the proxy until it says that it is well, for a bounded time.
is_well() {
  local url answer end=$((SECONDS + HEALTH_SECONDS))
  url=${HEALTH_URL:-http://127.0.0.1:$(setting .env HTTP_PORT 80)/health}
  while true; do
    answer=$(curl -fsS --max-time 5 "$url" 2>&1 || true)
    [[ $answer == *'"status"'*'"ok"'* ]] && return 0
    ((SECONDS < end)) || break
    sleep 1
  done
  say "$url has not said that it is well within $HEALTH_SECONDS seconds, but: ${answer:0:300}"
  return 1
}

# The former image stays for the way back; older ones go.
remove_old_images() {
  local now before image
  now=$(setting .env SHORTENER_IMAGE "")
  before=$(setting "$former/.env" SHORTENER_IMAGE "")
  docker image ls --digests --format '{{.Repository}}@{{.Digest}}' "${now%@*}" |
    while IFS= read -r image; do
      if [[ $image != "$now" && $image != "$before" ]]; then
        docker image rm "$image" </dev/null || true
      fi
    done
}

# The connection may break: the switch goes on, and can be read here afterwards.
exec > >(trap '' HUP PIPE && exec tee --output-error=warn-nopipe "$deploy/log") 2>&1
trap '' HUP

exec 9>"$deploy/lock"
if ! flock -n 9; then
  say "another deployment is under way here; try again when it has ended."
  exit 2
fi
unexpected=2
trap 'say "line $LINENO failed unexpectedly; what it printed stands above."; exit "$unexpected"' ERR

# The images first: while they come, all goes on as it was.
if ! timeout "$PULL_SECONDS" docker compose --project-directory . --env-file "$incoming/.env" \
  -f "$incoming/files/docker-compose.yml" pull --quiet </dev/null ||
  ! docker image inspect "$(setting "$incoming/.env" SHORTENER_IMAGE "")" >/dev/null; then
  say "the images could not be pulled. Is this machine logged in to the registry (docker login ghcr.io)?"
  exit 2
fi

has_former=false
if [[ -f $deploy/list && -f .env ]]; then
  keep . "$deploy/list" .env "$former"
  has_former=true
fi

unexpected=3
put "$incoming"
$has_former || changed=()
if start && reload && is_well; then
  say "$(setting .env SHORTENER_IMAGE "") runs."
  if $has_former; then
    remove_old_images || say "old images could not be removed; see 'docker image ls'."
  fi
  exit 0
fi

docker compose ps --all >&2 || true
docker compose logs --tail 50 app >&2 || true
if ! $has_former; then
  say "this was the first version here; there is none to go back to."
  exit 3
fi
say "going back to $(setting "$former/.env" SHORTENER_IMAGE "the former version") ..."
put "$former"
if start && reload && is_well; then
  say "the former version runs again."
  exit 1
fi
say "the former version does not run either."
exit 3
