// Conveniences of the desk's pages: local times, upload with a progress line, deleting an attempt.
"use strict";

(() => {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    const timeStyle = time.closest(".raw") ? "medium" : "short";
    time.textContent = at.toLocaleString("zh-CN", { dateStyle: "short", timeStyle });
  }

  async function explain(response) {
    try {
      const { findings } = await response.json();
      return findings.map((finding) => [finding.message, finding.place, finding.remedy].filter(Boolean).join(" · ")).join("\n");
    } catch (error) {
      return `HTTP ${response.status}`;
    }
  }

  const upload = document.getElementById("upload");
  if (upload) {
    const input = upload.querySelector("input");
    const output = upload.querySelector("output");
    const send = async (file) => {
      output.className = "";
      output.textContent = `正在上传 ${file.name} … / Uploading …`;
      const headers = { "content-type": "application/zip" };
      try {
        const response = await fetch(upload.dataset.api, { method: "POST", headers, body: file });
        if (response.ok) {
          const { id } = await response.json();
          location.href = `/packages/${id}`;
          return;
        }
        output.textContent = await explain(response);
      } catch (error) {
        output.textContent = "上传失败 / The upload failed";
      }
      output.className = "trouble";
      input.value = "";
    };
    input.addEventListener("change", () => input.files.length && send(input.files[0]));
    upload.addEventListener("submit", (event) => event.preventDefault());
    upload.addEventListener("dragover", (event) => {
      event.preventDefault();
      upload.classList.add("over");
    });
    upload.addEventListener("dragleave", () => upload.classList.remove("over"));
    upload.addEventListener("drop", (event) => {
      event.preventDefault();
      upload.classList.remove("over");
      if (event.dataTransfer.files.length) send(event.dataTransfer.files[0]);
    });
  }

  for (const button of document.querySelectorAll("button[data-delete]")) {
    button.addEventListener("click", async () => {
      if (!window.confirm(button.dataset.ask)) return;
      const response = await fetch(button.dataset.delete, { method: "DELETE" });
      if (response.ok) location.href = button.dataset.then;
      else window.alert(await explain(response));
    });
  }
})();
