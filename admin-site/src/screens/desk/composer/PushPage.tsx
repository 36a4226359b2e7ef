import { type PageCard, TITLE_MAX } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { linksQuery } from "../../../shared/library.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";

interface Fields {
  url: string;
  title?: string;
  keep?: boolean;
}

const ADDRESS = /^https?:\/\/[^\s<>"]+$/;

/** An address to show to the visitor, which may be kept as a favourite. */
export default function PushPage({ onPage, onClose }: { onPage: (page: PageCard) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const take = async ({ url, title = "", keep }: Fields) => {
    setBusy(true);
    if (keep) {
      try {
        await call("add_link", { body: { scope: "personal", title: title || url.slice(0, TITLE_MAX), url } });
        await client.invalidateQueries(linksQuery);
      } catch (error) {
        toast({ tone: "bad", text: t("pushPage.notKept", { reason: problemText(t, error) }) });
      }
    }
    onPage({ url, ...(title ? { title } : {}) });
    onClose();
  };
  return (
    <Modal
      open
      title={t("pushPage.title")}
      width={460}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()} data-testid="push-page-add">
            {t("pushPage.add")}
          </Button>
        </>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void take(fields)} initialValues={{ url: "https://" }}>
        <Form.Item name="url" label={t("pushPage.address")} rules={[{ pattern: ADDRESS, required: true, message: t("format.badAddress") }]}>
          <Input autoFocus inputMode="url" maxLength={2_000} data-testid="push-page-url" />
        </Form.Item>
        <Form.Item name="title" label={t("pushPage.name")}>
          <Input maxLength={TITLE_MAX} data-testid="push-page-title" />
        </Form.Item>
        <Form.Item name="keep" valuePropName="checked" noStyle>
          <Checkbox data-testid="push-page-keep">{t("pushPage.keep")}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
