"""What the field types are called where a person reads of them; one that is not here goes by its key."""

from dougong.errors import Text

_NAMES = {
    "address": Text("地址", "Address"),
    "barcode": Text("条码", "Barcode"),
    "boolean": Text("是/否", "Yes or no"),
    "date": Text("日期", "Date"),
    "datetime": Text("日期时间", "Date & time"),
    "department": Text("部门", "Department"),
    "departments": Text("多个部门", "Departments"),
    "divider": Text("分割线", "Divider"),
    "duration": Text("时长", "Duration"),
    "email": Text("邮箱", "E-mail"),
    "file": Text("附件", "Files"),
    "formula": Text("计算公式", "Formula"),
    "geo": Text("定位", "Place"),
    "image": Text("图片", "Images"),
    "json": Text("JSON", "JSON"),
    "lookup": Text("引用字段", "Look-up"),
    "money": Text("金额", "Money"),
    "multiselect": Text("多选", "Choices"),
    "note": Text("说明文字", "Note"),
    "number": Text("数字", "Number"),
    "percent": Text("百分比", "Percent"),
    "phone": Text("手机号", "Phone"),
    "rating": Text("评分", "Rating"),
    "reference": Text("关联记录", "Reference"),
    "references": Text("关联多条", "References"),
    "region": Text("省市区", "Region"),
    "richtext": Text("富文本", "Rich text"),
    "rollup": Text("汇总", "Roll-up"),
    "select": Text("下拉单选", "Choice"),
    "serial": Text("流水号", "Serial no."),
    "signature": Text("手写签名", "Signature"),
    "subtable": Text("子表单", "Sub-table"),
    "tags": Text("标签", "Tags"),
    "text": Text("单行文本", "Text"),
    "textarea": Text("多行文本", "Long text"),
    "time": Text("时间", "Time of day"),
    "url": Text("网址", "Link"),
    "user": Text("成员", "Person"),
    "users": Text("多个成员", "People"),
}


def type_name(key: str) -> Text:
    return _NAMES.get(key) or Text(key, key)
