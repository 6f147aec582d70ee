#!/usr/bin/env bash
# trial.sh install|deb BUILD SOURCE: installs a build, or its Debian package, where nothing else of the project is to be
# seen, and lets the program work there.
set -euo pipefail
how=$1 build=$2 source=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
complain() {
  echo "package trial ($how): $*" >&2
  exit 1
}

install_into_root() {
  DESTDIR=$work/first cmake --install "$build" --strip --prefix /opt/chatproof >/dev/null
  mv "$work/first/opt/chatproof" "$root" # to another place than it was installed for
  prefix=
}

unpack_deb_into_root() {
  cpack --config "$build/CPackConfig.cmake" -B "$work/made" >"$work/cpack.log" 2>&1 || complain "cpack: $(tail "$work/cpack.log")"
  local deb depends library
  deb=$(echo "$work"/made/*.deb)
  depends=" $(dpkg-deb --field "$deb" Depends),"
  for library in libc6 libssl3 libsqlite3-0 libstdc++6 zlib1g; do
    [[ $depends == *" $library"[\ ,]* ]] || complain "$library is not among the dependencies:$depends"
  done
  dpkg-deb --extract "$deb" "$root"
  prefix=/usr
}

# As root in a root directory of its own, with the libraries that it links; else at least from elsewhere.
program() {
  if ((EUID)); then
    env -i -C / "$root$prefix/bin/chatproof" "$@"
  else
    env -i "$(command -v chroot)" "$root" "$prefix/bin/chatproof" "$@"
  fi
}
bring_libraries() {
  mkdir -p "$root/tmp"
  ldd "$root$prefix/bin/chatproof" | grep -oE '/[^ ]+' | xargs -I{} cp --parents --dereference {} "$root"
}

case $how in
  install) install_into_root ;;
  deb) unpack_deb_into_root ;;
esac
for file in bin/chatproof lib/libImSDK.so include/imsdk/V2TIMManager.h lib/cmake/chatproof/chatproof-config.cmake \
  share/chatproof/scenarios/schema share/man/man1/chatproof.1 share/doc/chatproof/copyright; do
  [[ -e $root$prefix/$file ]] || complain "$file is missing"
done
told=$(grep -rlF -e "$source" -e "$build" "$root" || true)
[[ -z $told ]] || complain "names the place where it was built: $told"
! readelf --sections "$root$prefix/bin/chatproof" | grep -q '\.debug_info' || complain "the program is not stripped"

bring_libraries
program run --world sim --quiet kick login lints
program lint >/dev/null
place=$root$prefix # as the program sees it
((EUID)) || place=$prefix
program load --check "$place/share/chatproof/bench/profiles/ramp.json"
while read -r command; do
  grep -qxF -- "$command" "$root$prefix/share/man/man1/chatproof.1" || complain "the manual page does not tell of $command"
done < <(program --help | sed -n '/^Subcommands:/,$s/^  \([a-z-]*\) .*/\1/p' | sed 's/-/\\-/g')
