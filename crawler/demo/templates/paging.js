// Write the links to the other pages: NAME.EXT is page 1, NAME_K.EXT page K+1.
function createPageHTML(count, current, name, extension) {
  if (count <= 1) return;
  for (var page = 0; page < count; page++) {
    var file = name + (page ? "_" + page : "") + "." + extension;
    document.write(page === current
      ? "<b>" + (page + 1) + "</b> "
      : '<a href="' + file + '">' + (page + 1) + "</a> ");
  }
}
function doZoom(size) {
  document.getElementById("tex").style.fontSize = size + "px";
}
